"""Treatment: referrals in, levels of care, plans, sessions and rosters, report sections."""
