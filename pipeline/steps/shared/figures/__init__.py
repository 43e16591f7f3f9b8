"""Figures of a study: agreement, prevalence and certificates, computed from the published tables."""
