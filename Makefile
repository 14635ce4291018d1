# make run: try it. make test: prove it. `make` alone lists everything.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv/bin
FLASK := $(VENV)/flask --app wsgi

.PHONY: help setup run serve test bench lint types words

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup:  ## bring the checkout to where the program can start
	@$(PYTHON) tools/setup.py

run: export DATA_DIR := $(or $(DATA_DIR),var/demonstration)
run: setup  ## start with the demonstration edition (HOST and PORT from the environment)
	@exec $(FLASK) serve --demonstration

serve: setup  ## start an installation for real use, empty at first
	@exec $(FLASK) serve

test:  ## run everything that must hold: style, types, rules, services on both databases, pages, browser
	@$(PYTHON) tools/setup.py --tests
	@$(VENV)/python tools/check.py

bench: setup  ## measure, as ratios within one run
	@$(PYTHON) tools/setup.py --tests
	@$(VENV)/python -m benchmarks

lint:  ## style only
	@$(VENV)/ruff check . && $(VENV)/ruff format --check .

types:  ## types only
	@$(VENV)/mypy

words:  ## gather the sentences for the translator
	@$(VENV)/python tools/words.py
