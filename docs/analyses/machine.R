# What did the machine change? Run in the workspace: Rscript docs/analyses/machine.R
library(arrow)
library(dplyr)

codes <- read_parquet("data/results/codes.parquet")
decisions <- read_parquet("data/results/decisions.parquet")

codes |> filter(final) |> count(dimension, origin)

decisions |>
  filter(live, !blind, action %in% c("accepted", "changed", "rejected", "added")) |>
  count(dimension, action) |>
  mutate(share = n / sum(n), .by = dimension)
