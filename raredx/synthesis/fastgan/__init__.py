"""FastGAN: two small networks that learn against each other from a handful of images.

One draws, the other tells drawn images from true ones. What makes few images enough are gates from
small maps of the drawing network to large ones, a telling network that must also bring back what it
has seen, and changes that both true and drawn images go through before they are judged.

References
----------
Liu, Zhu, Song, Elgammal: Towards Faster and Stabilized GAN Training for High-fidelity Few-shot
Image Synthesis. ICLR 2021. Zhao, Liu, Lin, Zhu, Han: Differentiable Augmentation for Data-Efficient
GAN Training. NeurIPS 2020.
"""
