# `make check` is what CI runs.
PYTHON ?= .venv-test/bin/python

.PHONY: check test golden samples docs benchmarks lock

check:
	bash .ci/run

test:
	$(PYTHON) -m pytest

golden:  # write the expected answers of the samples anew; read the difference before you commit
	$(PYTHON) -m pytest tests/golden --update-golden

samples:
	$(PYTHON) sample_files/generate.py

docs:
	$(PYTHON) docs/generate.py

benchmarks:  # needs LOADWATCH_CORPUS
	$(PYTHON) benchmarks/impacts.py | tee benchmarks/results/impacts.txt
	$(PYTHON) benchmarks/segmentation.py | tee benchmarks/results/segmentation.txt
	$(PYTHON) benchmarks/conversions.py | tee benchmarks/results/conversions.txt
	$(PYTHON) benchmarks/readers.py | tee benchmarks/results/readers.txt
	$(PYTHON) benchmarks/budget.py | tee benchmarks/results/budget.txt
	$(PYTHON) benchmarks/reader_limits.py | tee benchmarks/results/reader_limits.txt
	$(PYTHON) benchmarks/end_to_end.py | tee benchmarks/results/end_to_end.txt
	$(PYTHON) benchmarks/memory.py | tee benchmarks/results/memory.txt

lock:
	uv lock
