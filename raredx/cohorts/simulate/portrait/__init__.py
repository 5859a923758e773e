"""The picture of a simulated person: skin, eyes, light, camera and the development of a photo."""
