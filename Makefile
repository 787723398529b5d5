# Một Cửa. `make run` starts the product, `make test` proves it; `make help` lists the rest.
HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
# Test processes side by side; each takes up to 2 GB.
WORKERS ?= 2
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup dev run test lint types unit format bench tune train lock twins pictures clean

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup:  ## install both environments into the checkout
	@$(PYTHON) tools/setup_env.py

dev:
	@$(PYTHON) tools/setup_env.py --dev

run: setup  ## start everything and print the address (HOST=, PORT=)
	@$(BIN)/motcua serve --host $(HOST) --port $(PORT)

test: lint types unit  ## everything that proves the project

lint: dev  ## style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: dev  ## types
	@$(BIN)/mypy

unit: dev  ## tests: unit, API, contracts, dialogue, end to end, the page in Chromium
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

format: dev  ## put the code into its form
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

bench: dev  ## measure, and write docs/evaluation.md
	@$(BIN)/python -m tools.bench

tune: dev  ## fit the weights of the ranking and its confidence on the development questions
	@$(BIN)/python -m tools.tune_ranking

train:  ## train the shipped encoder again (needs the 'train' extra, see docs/deployer.md)
	@$(PYTHON) tools/train_env.py

pictures: dev  ## take the pictures of the README again (needs Chromium)
	@$(BIN)/python -m tools.pictures

twins: dev  ## write the unaccented twin of every dialogue example
	@$(BIN)/python -m tools.nlu_twins

lock: setup  ## resolve all pins again
	@$(PYTHON) tools/lock.py

clean:  ## remove what can be made again; keeps var/ (your data)
	@rm -rf .venv .tools bot/.venv bot/.rasa bot/models build .mypy_cache .pytest_cache .ruff_cache
