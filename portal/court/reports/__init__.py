"""Progress reports: what an addressee may read, frozen when it is filed."""
