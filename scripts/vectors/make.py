"""Writes the reference vectors into the folder that the first argument names."""
import sys
from pathlib import Path

import keras64  # noqa: F401
from base import BASE_MODELS, make_base_vectors
from cases import FAMILIES
from frozen import FROZEN_MODELS
from gradients import CLIPPED_MODELS, SMOOTHED_MODELS, make_clipping_vectors
from histograms import make_histograms
from hits import make_hits
from initializers import make_initializer_facts
from labels import make_label_quality
from layers import make_layer_vector
from maps import MAPS_MADE_WITH, make_maps
from metrics import METRICS_MADE_WITH, make_metrics
from models import LONG_MODELS, MODELS, OPTIMIZED_MODELS, SCHEDULED_MODELS
from observed import make_observed
from optimizers import make_optimizer_vectors
from regularizers import make_regularizer_vectors
from reports import make_reports
from training import LONG, MEDIUM, MIDDLE, SHORT, make_training_vector
from write import write

folder = Path(sys.argv[1])
write(folder / "initializers.json", initializers=make_initializer_facts())
write(folder / "histograms.json", cases=make_histograms())
write(folder / "hits.json", cases=make_hits())
write(folder / "metrics.json", alsoMadeWith=METRICS_MADE_WITH, cases=make_metrics())
write(folder / "labelQuality.json", cases=make_label_quality())
write(folder / "maps.json", alsoMadeWith=MAPS_MADE_WITH, cases=make_maps())
write(folder / "reports.json", cases=make_reports())
write(folder / "regularizers.json", regularizers=make_regularizer_vectors())
write(folder / "optimizers.json", **make_optimizer_vectors())
write(folder / "base.json", **make_base_vectors())
write(folder / "models.json", models=[make_training_vector(build, rule, SHORT) for build, rule in MODELS])
write(folder / "long.json", models=[make_training_vector(build, rule, LONG) for build, rule in LONG_MODELS])
write(
    folder / "scheduled.json", models=[make_training_vector(build, rule, LONG) for build, rule in SCHEDULED_MODELS]
)
write(folder / "frozen.json", models=[make_training_vector(build, rule, LONG) for build, rule in FROZEN_MODELS])
write(
    folder / "observed.json",
    models=[
        *(make_observed(build, SHORT) for build, _ in MODELS),
        *(make_observed(build, LONG) for build, _ in LONG_MODELS),
    ],
)
write(
    folder / "optimized.json", models=[make_training_vector(build, rule, MIDDLE) for build, rule in OPTIMIZED_MODELS]
)
write(folder / "clipping.json", clipping=make_clipping_vectors())
for name, models in (("clipped", CLIPPED_MODELS), ("smoothed", SMOOTHED_MODELS), ("averaged", BASE_MODELS)):
    write(folder / f"{name}.json", models=[make_training_vector(build, rule, MEDIUM) for build, rule in models])
for family, cases in FAMILIES.items():
    write(folder / "layers" / f"{family}.json", cases=[make_layer_vector(case) for case in cases()])
