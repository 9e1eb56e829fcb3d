"""The watchdog: patient with what is slow, short with what hangs, fair to what was stopped as a whole."""

import subprocess
import sys
from datetime import timedelta

from outbound.engine.crew.watchdog import NOT_COMING_ROUND, Watchdog

HANGS = """
import threading, time
from datetime import timedelta
from outbound.engine.crew.watchdog import Watchdog, watch
import os
dog = Watchdog(timedelta(seconds=0.2))
dog.came_round("work")
watch(dog, lambda loop, seconds: os._exit(70 if loop == "work" else 1), threading.Event())
time.sleep(60)
"""


class Hands:
    """A clock that the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def dog_and_clock() -> tuple[Watchdog, Hands]:
    hands = Hands()
    return Watchdog(timedelta(seconds=120), hands), hands


def looking(dog: Watchdog, hands: Hands, seconds: float) -> tuple[str, float] | None:
    """What is found when time passes second by second, as it does for a process that runs."""
    for _ in range(int(seconds)):
        hands.now += 1
        found = dog.look()
        if found:
            return found
    return None


def test_a_loop_that_comes_round_is_left_in_peace() -> None:
    dog, hands = dog_and_clock()
    for _ in range(10):
        dog.came_round("lead")
        assert looking(dog, hands, 100) is None


def test_the_loop_that_hangs_is_named() -> None:
    dog, hands = dog_and_clock()
    dog.came_round("lead")
    dog.came_round("work")
    assert looking(dog, hands, 100) is None
    dog.came_round("lead")
    assert looking(dog, hands, 30) == ("work", 121)
    assert dog.idle() == timedelta(seconds=121)


def test_a_process_that_was_stopped_as_a_whole_gets_its_time_anew() -> None:
    dog, hands = dog_and_clock()
    dog.came_round("work")
    dog.look()
    hands.now += 3600  # nobody looked meanwhile
    assert dog.look() is None
    assert looking(dog, hands, 119) is None
    assert looking(dog, hands, 2) is not None


def test_who_watches_no_loop_finds_none() -> None:
    dog, hands = dog_and_clock()
    assert looking(dog, hands, 500) is None
    assert dog.idle() == timedelta(0)


def test_a_process_that_hangs_is_ended() -> None:
    done = subprocess.run([sys.executable, "-c", HANGS], timeout=50, check=False)
    assert done.returncode == NOT_COMING_ROUND
