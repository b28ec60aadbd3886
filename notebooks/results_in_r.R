# %% [markdown]
# # The tables in R
#
# Many who judge experiments for a living do it in R. This lesson runs a small sweep from R, reads its tables, and
# analyses a paired design there: differences, an interaction, a figure, in base R.
#
# You need R, and the command `rollout` on the path. It takes a few seconds to run.
#
# **What was run here.** Tables are Parquet files. With the package `arrow` R reads them directly. It was not at
# hand where this page was made: what you see below was run with R 4.2.2 *without* `arrow`, by way of CSV. The branch
# with `arrow` is one line, and has not been run.
#
# ## A sweep, started from R
#
# Two strategies, three assumptions on how much a manager's example counts, twelve companies each. The same seed is
# the same company in all six cells, so the design is paired (why that is worth so much:
# [experiments with common random numbers](pairing.ipynb)).

# %%
Sys.setenv(LD_LIBRARY_PATH = "") # R's own libraries are not meant for other programs
line <- c(
  "sweep", "strategies=mandate,lead_by_example",
  "vary.workforce.decision.manager=0.5,1.6,3", "seeds=12",
  "organisation.headcount=60", "weeks=52", "out=lesson"
)
status <- system2("rollout", line, stdout = FALSE, stderr = FALSE)
stopifnot(status == 0)
print(sort(list.files("lesson")))

# %% [markdown]
# `runs` has one row per run, `weekly` one per run and week; [what is in a folder](../results/README.md). Without
# `arrow` the Python that belongs to `rollout` writes the table as CSV first.

# %%
read_table <- function(folder, name) {
  parquet <- file.path(folder, paste0(name, ".parquet"))
  if (requireNamespace("arrow", quietly = TRUE)) {
    return(as.data.frame(arrow::read_parquet(parquet)))
  }
  csv <- file.path(folder, paste0(name, ".csv"))
  code <- "import sys, pandas; pandas.read_parquet(sys.argv[1]).to_csv(sys.argv[2], index=False)"
  stopifnot(system2("python", c("-c", shQuote(code), shQuote(parquet), shQuote(csv))) == 0)
  read.csv(csv, check.names = FALSE)
}

runs <- read_table("lesson", "runs")
runs$manager <- runs[["workforce.decision.manager"]]
cat(nrow(runs), "runs,", ncol(runs), "columns\n")
print(head(runs[, c("strategy", "seed", "manager", "genuine_use_final")], 4), digits = 3)

# %% [markdown]
# The same with `arrow` for many large folders, without reading them whole:
#
# ```r
# library(arrow); library(dplyr)
# open_dataset("lesson/weekly.parquet") |>
#   filter(week == 52) |> group_by(strategy) |> summarise(use = mean(genuine_use)) |> collect()
# ```
#
# ## Means per cell

# %%
cells <- aggregate(genuine_use_final ~ manager + strategy, runs, mean)
print(xtabs(genuine_use_final ~ manager + strategy, cells), digits = 3)

# %% [markdown]
# ## Paired differences
#
# One difference per company and assumption. `t.test(paired = TRUE)` is all it takes; the second column of intervals
# pretends that the companies had nothing to do with each other.

# %%
wide <- reshape(
  runs[, c("seed", "manager", "strategy", "genuine_use_final")],
  idvar = c("seed", "manager"), timevar = "strategy", direction = "wide"
)
names(wide) <- sub("genuine_use_final.", "", names(wide), fixed = TRUE)

intervals <- do.call(rbind, lapply(split(wide, wide$manager), function(cell) {
  paired <- t.test(cell$lead_by_example, cell$mandate, paired = TRUE)
  apart <- t.test(cell$lead_by_example, cell$mandate)
  data.frame(
    manager = cell$manager[1], difference = unname(paired$estimate),
    paired_low = paired$conf.int[1], paired_high = paired$conf.int[2],
    apart_low = apart$conf.int[1], apart_high = apart$conf.int[2]
  )
}))
print(round(intervals, 3), row.names = FALSE)

# %% [markdown]
# ## Does the difference depend on the assumption?
#
# A linear model with the company as a block. The interaction says how many points of use an order falls behind for
# every unit that the manager's example weighs more.

# %%
runs$strategy <- relevel(factor(runs$strategy), "mandate")
model <- lm(genuine_use_final ~ factor(seed) + strategy * manager, runs)
estimates <- coef(summary(model))
print(round(estimates[grepl("strategy|manager", rownames(estimates)), ], 4))

# %% [markdown]
# Read p-values of a simulation with care. Any difference becomes "significant" with enough seeds, and seeds cost
# nothing. Look at the size, and ask whether it would matter.
#
# ## A figure
#
# `show` draws into the page and keeps words for those who cannot see it.

# %%
show <- function(draw, alt) {
  file <- tempfile(fileext = ".png")
  png(file, width = 800, height = 360, res = 100)
  draw()
  dev.off()
  if (isTRUE(getOption("jupyter.in_kernel"))) {
    IRdisplay::publish_mimebundle(
      list("image/png" = base64enc::base64encode(file), "text/plain" = alt),
      list("image/png" = list(alt = alt))
    )
  }
}

weekly <- read_table("lesson", "weekly")
weekly <- weekly[weekly[["workforce.decision.manager"]] == 1.6, ]
curves <- tapply(weekly$genuine_use, weekly[c("week", "strategy")], mean)
colours <- c(lead_by_example = "#1f6feb", mandate = "#d1242f")

draw <- function() {
  par(mar = c(4, 4, 1, 1))
  matplot(curves[, names(colours)], type = "l", lty = 1, lwd = 2, col = colours,
          xlab = "week", ylab = "genuine use", ylim = c(0, 0.8), las = 1)
  legend("topleft", names(colours), col = colours, lwd = 2, bty = "n")
}
show(draw, paste(
  "Mean genuine use over 52 weeks for two strategies with the default weight of the manager's",
  "example. Both rise fast in the first eight weeks, the order a little sooner; then it stays",
  "near 40 percent, while lead by example goes on and ends seventeen points ahead."
))

# %% [markdown]
# What we have claimed, as code:

# %%
widths <- with(intervals, cbind(paired = paired_high - paired_low, apart = apart_high - apart_low))
stopifnot(
  nrow(runs) == 2 * 3 * 12,
  all(intervals$paired_low > 0), # certain in every cell, if paired
  all(widths[, "apart"] > 2 * widths[, "paired"]), # and far less so if not
  estimates["strategylead_by_example:manager", "Estimate"] > 0 # more example, more ahead
)

# %% [markdown]
# **Exercises.** (1) Add `seed` as a random effect (`lme4::lmer`). Which numbers change, and why so few? (2) Take
# `net_hours_per_employee` in place of use. Is the strategy with more use also the one that pays? (3) `rollout
# compare` writes `pairwise.csv`. Read it with `read.csv` and find the row that `t.test` has computed here.
