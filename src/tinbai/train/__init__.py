"""Training: gold articles → the model files that `tinbai.models` loads (`tinbai train`).

The top of the house below the command line: it may use everything, nothing uses it. A
trainer is a function from gold articles to a `Trained`; to add a model, write one and
list it in `run.TRAINERS`. It must be deterministic: no clock, no hash order, fixed seeds.
"""
