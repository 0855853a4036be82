"""The job queue: slow work as rows, done once, by whichever worker leases it."""
