/** The shells whose Tab key can be taught, each with the line that does it. */
export const shells = {
  bash: "./shipshape completion bash >>~/.bashrc",
  zsh: "./shipshape completion zsh >>~/.zshrc",
  fish: "./shipshape completion fish >~/.config/fish/completions/shipshape.fish",
};
