"""What every register of an agency shares: a matter, the steps taken on it, its clocks, and what is due."""
