# An expression for Nix: `nix-build -E 'with import <nixpkgs> {}; callPackage ./package.nix {}'`.
# version and hash come from `.ci/packaging/set-version`.
{ lib, python3Packages, fetchurl, installShellFiles }:

python3Packages.buildPythonApplication rec {
  pname = "inference-tui";
  version = "0.1.0";
  pyproject = true;

  src = fetchurl {
    url = "https://github.com/inference-tui/inference-tui/releases/download/v${version}/inference_tui-${version}.tar.gz";
    sha256 = lib.fakeSha256;
  };

  build-system = [ python3Packages.hatchling ];
  dependencies = with python3Packages; [
    arxiv
    bibtexparser
    diskcache
    feedparser
    filelock
    httpx
    lxml
    lxml-html-clean
    markdown-it-py
    msgspec
    platformdirs
    pylatexenc
    pyyaml
    rispy
    shtab
    textual
    trafilatura
  ];

  optional-dependencies.images = [ python3Packages.pillow ];

  nativeBuildInputs = [ installShellFiles ];
  postInstall = ''
    for shell in bash zsh fish; do
      $out/bin/inference-tui --home "$TMPDIR/home" completions $shell > completion.$shell
    done
    installShellCompletion --cmd inference-tui --bash completion.bash --zsh completion.zsh --fish completion.fish
  '';

  # The suite needs tools of its own; that the program starts, opens and shows is what is asked here.
  doInstallCheck = true;
  installCheckPhase = ''
    $out/bin/inference-tui --demo | grep -q .
  '';

  meta = {
    description = "Keyboard-driven terminal reader for people who follow AI: issues, feeds, papers, leaderboards";
    homepage = "https://github.com/inference-tui/inference-tui";
    license = lib.licenses.mit;
    mainProgram = "inference-tui";
  };
}
