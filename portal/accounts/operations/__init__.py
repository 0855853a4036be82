"""What an operator sees of the work behind the pages: the scheduler, its tasks, the queue, what failed for good."""
