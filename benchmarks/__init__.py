"""What the benchmarks are made of; ``run.py`` is the one command that runs them all."""
