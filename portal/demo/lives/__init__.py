"""The simulation: lives that go well and badly, as dated happenings. Pure, and the same for the same seed and day."""
