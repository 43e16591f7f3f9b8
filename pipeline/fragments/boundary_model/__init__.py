"""The model of fragment boundaries: features, inference, training, storage."""
