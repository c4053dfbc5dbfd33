from hypothesis import given
from walk.steps import Step, Wait, format_steps, read
from walk.strategies import SIZES, steps


@given(steps(SIZES[1]))
def test_a_step_is_read_as_it_is_told(step: Step) -> None:
    assert read(format_steps([step])) == [step][: step != Wait()]
