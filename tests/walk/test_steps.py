from hypothesis import given
from walk.steps import Step, Wait, read, told
from walk.strategies import SIZES, steps


@given(steps(SIZES[1]))
def test_a_step_is_read_as_it_is_told(step: Step) -> None:
    assert read(told([step])) == [step][: step != Wait()]
