"""Is the budget what the rules themselves say: 1,000 histories against brute force."""

from __future__ import annotations

import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from loadwatch.plan import Tomorrow, budget_of, usual_of
from loadwatch.rules import all_rules
from tests.plan.brute import case, history_of_case, km_of_brute_force

HISTORIES = 1_000
STEP_KM = 1.0


def answer(seed: int) -> tuple[str, str, float, float, float]:
    """Shape, basis, budget [km], by brute force [km], and seconds of the budget."""
    chosen = case(seed)
    history = history_of_case(chosen)
    began = time.perf_counter()
    tomorrow = Tomorrow(history, chosen.on, all_rules())
    budget = budget_of(tomorrow, usual_of(history), step_m=STEP_KM * 1000)
    seconds = time.perf_counter() - began
    brute = km_of_brute_force(chosen, step_km=STEP_KM)
    return chosen.shape, budget.basis, budget.distance_m / 1000, brute, seconds


def main(histories: int = HISTORIES) -> None:
    """Print how often both agree, by shape, and what limits."""
    answers = []
    with Pool() as pool:
        for item in pool.imap(answer, range(histories), chunksize=5):
            answers.append(item)
            if len(answers) % 100 == 0:
                print(f"{len(answers):,} of {histories:,}", file=sys.stderr)
    apart = [abs(km - brute) for _, _, km, brute, _ in answers]
    print(f"{histories:,} histories, steps of {STEP_KM} km, {len(all_rules())} rules")
    print(f"equal: {sum(gap < 1e-6 for gap in apart):,}")
    print(f"within one step: {sum(gap <= STEP_KM + 1e-6 for gap in apart):,}")
    print(f"largest difference: {max(apart):.2f} km")
    for title, index in (("shape", 0), ("basis", 1)):
        counts = Counter(str(item[index]) for item in answers)
        print(f"{title}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    positive = sum(item[2] > 0 for item in answers)
    print(f"a budget above 0: {positive:,}")
    for seed, gap in enumerate(apart):
        if gap > STEP_KM + 1e-6:
            print(f"apart: history {seed}, {answers[seed]}")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
