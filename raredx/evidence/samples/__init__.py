"""How large a study is: the total and its parts, from a sentence such as "Total sample size: 120".

A total counts only where the sentence states it, or where its parts can be added up. What can be
read in two ways is left: not reported is nothing, and never 0.
"""

from raredx.evidence.samples.parse import Sample, parse_sample
from raredx.evidence.samples.table import SAMPLE_COLUMNS, samples_table, size_class
from raredx.evidence.samples.words import PARTS

__all__ = ["PARTS", "SAMPLE_COLUMNS", "Sample", "parse_sample", "samples_table", "size_class"]
