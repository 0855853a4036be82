"""A second factor that somebody lost: two administrators remove it, or the operator on the server."""
