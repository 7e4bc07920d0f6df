"""The encoder: cutting words loses nothing, a sentence is read alike in any company, and damaged models are refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.errors import ModelError
from tinbai.models import Model
from tinbai.models.encoder import MOST_PIECES, Encoder, encoder_files, encoder_of, load_encoder
from tinbai.models.pieces import BEGIN, END, UNKNOWN, Pieces

_SENTENCES = ["Dân tin.", "Phụ cấp thấp mà việc thì nhiều", "", "việc thôn " * 40]


@cache
def _shipped() -> Encoder:
    return load_encoder()


def _pieces() -> Pieces:
    letters = sorted("▁abcdefghijklmnopqrstuvwxyzản")
    return Pieces(
        ["<s>", "<pad>", "</s>", "<unk>", *letters, "▁b", "ản", "▁bản"], [0.0] * 4 + [-4.0] * len(letters) + [-2.0] * 3
    )


def _small(seed: int = 0) -> tuple[Pieces, dict[str, npt.NDArray[np.float32]]]:
    """Random weights of two layers, width 8."""
    chance, pieces = np.random.default_rng(seed), _pieces()
    shapes = {
        "pieces": (len(pieces.pieces), 8),
        "places": (MOST_PIECES, 8),
        "norm": (2, 8),
        "attention": (2, 24, 8),
        "attention_bias": (2, 24),
        "attention_out": (2, 8, 8),
        "attention_out_bias": (2, 8),
        "inner": (2, 16, 8),
        "inner_bias": (2, 16),
        "outer": (2, 8, 16),
        "outer_bias": (2, 8),
        "attention_norm": (2, 2, 8),
        "outer_norm": (2, 2, 8),
        "head": (1, 3, 8),
        "head_bias": (1, 3),
        "part_head": (1, 3, 8),
        "part_head_bias": (1, 3),
    }
    return pieces, {name: chance.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def _scaled(weights: dict[str, npt.NDArray[np.float32]]) -> dict[str, npt.NDArray[np.float32]]:
    """The weights as the encoder keeps them: each row of a matrix times one."""
    names = ("pieces", "attention", "attention_out", "inner", "outer", "head", "part_head")
    return weights | {f"{name}_scale": np.ones((*weights[name].shape[:-1], 1), np.float32) for name in names}


def _model(files: dict[str, bytes]) -> Model:
    return Model("toy", {}, files, Path("toy"))


@given(st.lists(st.text("abcdefgản", min_size=1, max_size=12), max_size=8))
def test_the_pieces_of_a_text_are_its_words(words: list[str]) -> None:
    pieces = _pieces()
    numbers = pieces.of(" ".join(words))
    assert (numbers[0], numbers[-1]) == (BEGIN, END)
    assert "".join(pieces.pieces[n] for n in numbers[1:-1]) == "".join(f"▁{word}" for word in words)


def test_the_likeliest_pieces_win() -> None:
    pieces = _pieces()
    assert [pieces.pieces[n] for n in pieces.of("bản ban")[1:-1]] == ["▁bản", "▁b", "a", "n"]


def test_letters_that_no_piece_has_are_unknown_and_no_more() -> None:
    pieces = _pieces()
    assert pieces.of("bđản")[1:-1] == [pieces.pieces.index("▁b"), UNKNOWN, pieces.pieces.index("ản")]


def test_a_long_text_ends_at_the_limit() -> None:
    numbers = _pieces().of("a " * 1000, 128)
    assert (len(numbers), numbers[-1]) == (128, END)


@given(st.lists(st.text("abcdefgản", min_size=1, max_size=12), min_size=1, max_size=8), st.integers(0, 8))
def test_the_pieces_of_the_parts_of_a_text_are_its_pieces(words: list[str], cut: int) -> None:
    pieces, text = _pieces(), " ".join(words)
    middle = len(" ".join([*words[:cut], ""]))
    spans = pieces.within(text, [(0, middle), (middle, len(text))] if 0 < middle < len(text) else [(0, len(text))])
    read = pieces.of(text)
    assert [n for first, after in spans for n in read[first:after]] == read[1:-1]


@pytest.mark.parametrize(
    ("part", "pieces"),
    [((5, 8), (2, 6)), ((5, 10), (2, 7)), ((5, 12), (2, 10)), ((11, 12), (7, 10))],  # ▁bản ▁ “ b ản ▁b ▁ a ”
)
def test_a_word_that_a_part_cuts_belongs_to_it_whole(part: tuple[int, int], pieces: tuple[int, int]) -> None:
    assert _pieces().within("bản “bản b a”", [part]) == [pieces]


def test_a_part_beyond_the_limit_is_read_from_the_last_piece() -> None:
    pieces = _pieces()
    read, (near, far) = pieces.of("b " * 200, 128), pieces.within("b " * 200, [(0, 300), (300, 400)], 128)
    assert near == (1, 127)
    assert read[slice(*far)] == [END]


def test_a_part_is_read_among_the_words_of_its_sentence() -> None:
    encoder, sentence = _shipped(), "phụ cấp ít, dân vẫn tin"
    whole, (parts,) = encoder.scores_within([sentence], [[(0, 12), (12, len(sentence))]])
    np.testing.assert_array_equal(whole, encoder.scores([sentence]))
    _, (alone,) = encoder.scores_within([sentence[12:]], [[(0, len(sentence) - 12)]])
    assert np.abs(parts[1] - alone[0]).max() > 0.1


def test_parts_are_read_in_the_order_of_their_sentences() -> None:
    encoder = _shipped()
    within = [[(0, 9), (9, 19)], [], [(0, 9)]]
    said = ["dân tin, việc nhanh", "việc nhanh", "dân tin, việc nhanh"]
    _, parts = encoder.scores_within(said, within)
    assert [len(one) for one in parts] == [2, 0, 1]
    np.testing.assert_allclose(parts[0][0], parts[2][0], atol=2e-4)


def test_a_sentence_is_read_alike_alone_and_among_others() -> None:
    encoder = _shipped()
    together = encoder.scores(_SENTENCES)
    alone = np.concatenate([encoder.scores([sentence]) for sentence in _SENTENCES])
    assert together.shape == (len(_SENTENCES), len(encoder.labels))
    np.testing.assert_allclose(together, alone, atol=2e-4)


def test_many_sentences_are_read_in_their_order() -> None:
    encoder = _shipped()
    many = [f"việc {number} của thôn xong nhanh" for number in range(300)]
    np.testing.assert_allclose(
        encoder.scores(many)[[0, 150, 299]], encoder.scores([many[0], many[150], many[299]]), atol=2e-4
    )


def test_no_sentence_gives_no_scores() -> None:
    assert _shipped().scores([]).shape == (0, len(_shipped().labels))


def test_whole_numbers_say_what_the_trained_ones_said() -> None:
    pieces, weights = _small()
    trained = Encoder(("B01", "D01", "claim"), pieces, 2, _scaled(weights))
    kept = encoder_of(_model(encoder_files(trained.labels, pieces, 2, weights)))
    said = ["bản ban", "a b c d", "anh em bàn"]
    np.testing.assert_allclose(kept.scores(said), trained.scores(said), rtol=0.05, atol=0.15)
    assert kept.labels == trained.labels


def test_equal_weights_give_equal_bytes() -> None:
    pieces, weights = _small()
    turned = dict(reversed(weights.items()))
    assert encoder_files(["a", "b", "c"], pieces, 2, weights) == encoder_files(["a", "b", "c"], pieces, 2, turned)


@pytest.mark.parametrize(("file", "other"), [("piece_names.txt", b"a\n"), ("labels.txt", b"B01\n")])
def test_parts_that_do_not_fit_are_refused(file: str, other: bytes) -> None:
    pieces, weights = _small()
    files = encoder_files(["B01", "D01", "claim"], pieces, 2, weights) | {file: other}
    with pytest.raises(ModelError, match="do not fit each other"):
        encoder_of(_model(files))


def test_the_encoder_is_the_one_that_was_trained() -> None:
    """Against torch, which is no dependency: attention, norms and pooling mean the same in both."""
    torch = pytest.importorskip("torch", reason="torch is only needed to train: pip install 'tinbai[encoder]'")
    from tinbai.train.network import Layer

    pieces, weights = _small()
    layers = []
    for n in range(2):
        layer = Layer(8, 2, 16).eval()
        for name in ("attention", "attention_out", "inner", "outer"):
            getattr(layer, name).weight.data = torch.from_numpy(weights[name][n])
            getattr(layer, name).bias.data = torch.from_numpy(weights[f"{name}_bias"][n])
        for name in ("attention_norm", "outer_norm"):
            getattr(layer, name).weight.data, getattr(layer, name).bias.data = map(torch.from_numpy, weights[name][n])
        layers.append(layer)
    numbers = pieces.of("bản ban anh")
    with torch.no_grad():
        x = torch.from_numpy(weights["pieces"][numbers] + weights["places"][: len(numbers)])[None]
        x = torch.nn.functional.layer_norm(x, (8,), *map(torch.from_numpy, weights["norm"]), eps=1e-12)
        for layer in layers:
            x = layer(x, torch.ones(x.shape[:2], dtype=torch.bool))
        whole = x.mean(1) @ torch.from_numpy(weights["head"][0]).T + torch.from_numpy(weights["head_bias"][0])
        first = x[:, 1:2].mean(1) @ torch.from_numpy(weights["part_head"][0]).T
        first += torch.from_numpy(weights["part_head_bias"][0])
    encoder = Encoder(("B01", "D01", "claim"), pieces, 2, _scaled(weights))
    found, (part,) = encoder.scores_within(["bản ban anh"], [[(0, 4)]])
    np.testing.assert_allclose(found, whole.numpy(), atol=1e-4)
    np.testing.assert_allclose(part, first.numpy(), atol=1e-4)
