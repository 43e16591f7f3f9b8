"""Learning: ridge regression, calibration, thresholds, cross-validation."""
