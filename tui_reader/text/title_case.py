"""Which words of a title keep their capitals when a bibliography style writes titles in lower case."""

from __future__ import annotations

import re

from tui_reader.text.word_set import word_set

_WORD = re.compile(r"[^\W\d_][\w’']*")
_SMALL = 4
#: Capitalised by their spelling, whatever the title's style: people and languages that methods are named after.
_NAMES = word_set("""
    Bayes Bayesian Gauss Gaussian Gaussians Markov Markovian Fourier Laplace Laplacian Hilbert Banach Euclid
    Euclidean Riemann Riemannian Wasserstein Kullback Leibler Shannon Turing Boolean Boltzmann Gibbs Monte Carlo
    Langevin Newton Newtonian Hamilton Hamiltonian Lagrange Lagrangian Lipschitz Hessian Jacobian Cauchy Poisson
    Bernoulli Dirichlet Lyapunov Nash Pareto Kalman Hopfield Bellman Lévy Schrödinger Navier Stokes Hamming Huffman
    Viterbi Chebyshev Fisher Rademacher Sobolev Voronoi Delaunay Steiner Thompson Stackelberg Nyström Sinkhorn
    Frobenius Hadamard Kronecker Nesterov Krylov Cholesky Petri Eulerian Cartesian Abelian Byzantine Zipf
    Mahalanobis Wiener Winograd Socratic English Chinese Mandarin Cantonese Japanese Korean Arabic Hindi Urdu
    Bengali Tamil Telugu Marathi Sanskrit Persian Turkish Hebrew Greek Latin French German Dutch Spanish Portuguese
    Italian Russian Ukrainian Polish Czech Swedish Norwegian Danish Finnish Icelandic Hungarian Romanian Bulgarian
    Vietnamese Thai Indonesian Malay Swahili Yoruba Amharic Quechua Basque Catalan Welsh Irish Indic African
    European American Asian Indian Europe Africa America Asia China India Japan Korea Germany France Python Fortran
    Haskell Prolog Linux Android Wikipedia Twitter Reddit Google Microsoft Amazon Facebook Nvidia Bluetooth Ethernet
    Llama Gemini Claude Mistral Qwen
""")


def is_sentence(title: str) -> bool:
    """Whether a title is written like a sentence, with capitals for names alone; unknown (few words) counts as no."""
    words = _WORD.findall(re.sub(r"\\[A-Za-z]+|\$[^$]*\$", " ", title))
    longer = [word for word in words[1:] if len(word) >= _SMALL and not _has_inner_capital(word)]
    small = [word for word in longer if word[0].islower()]
    return len(longer) >= 2 and len(small) > len(longer) / 2


def is_protected(word: str, *, sentence: bool, begins: bool) -> bool:
    """Whether a word keeps its capitals. `sentence` is what `is_sentence` says of the title; `begins` that the word
    begins the title or what stands after a colon, where a style keeps one capital anyway."""
    if word == word.lower():
        return False
    if _has_inner_capital(word) or word in _NAMES:
        return True
    if len(word) == 1:
        return not begins and word != "A"
    if any(character.isdigit() for character in word):
        return True
    return sentence and not begins


def _has_inner_capital(word: str) -> bool:
    return any(character.isupper() for character in word[1:])
