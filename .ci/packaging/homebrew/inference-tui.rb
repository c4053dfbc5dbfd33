# A formula for Homebrew. url and sha256 come from `.ci/packaging/set-version`; the resources, which name each
# dependency's archive, from `brew update-python-resources inference-tui` in the tap.
class InferenceTui < Formula
  include Language::Python::Virtualenv

  desc "Keyboard-driven terminal reader for people who follow AI"
  homepage "https://github.com/inference-tui/inference-tui"
  url "https://github.com/inference-tui/inference-tui/releases/download/v0.1.0/inference_tui-0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  depends_on "libyaml"
  depends_on "python@3.13"

  uses_from_macos "libxml2"
  uses_from_macos "libxslt"

  def install
    virtualenv_install_with_resources
    generate_completions_from_executable(bin/"inference-tui", "completions", shells: [:bash, :zsh, :fish])
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/inference-tui --version")
    assert_match "sample", shell_output("#{bin}/inference-tui --demo")
  end
end
