# Writes the reference numbers of metafor (golden values) as JSON to the path given as the first argument.
# Data sets are small and written out here, so that the Python tests need neither R nor a network.
suppressMessages({library(metafor); library(jsonlite)})
out <- commandArgs(trailingOnly = TRUE)[1]

single <- list(
  response = list(y = c(6, 11, 9, 20, 3, 14, 25, 8), n = c(14, 31, 12, 45, 9, 40, 61, 25)),
  rare     = list(y = c(0, 1, 0, 3, 2, 0, 5, 1, 9, 0), n = c(17, 48, 21, 66, 25, 9, 123, 14, 57, 33)),
  ends     = list(y = c(10, 12, 7, 0, 19, 4), n = c(10, 13, 7, 6, 28, 9)),
  alike    = list(y = c(5, 10, 15, 20), n = c(20, 40, 61, 79)),
  wide     = list(y = c(2, 90, 7, 160, 31), n = c(60, 120, 9, 180, 300))
)
# bcg: Colditz 1994 (13 trials, events and group sizes); sparse: invented, with empty cells and one double zero.
double <- list(
  bcg = list(a = c(4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27),
             n1 = c(123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913),
             c = c(11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29),
             n2 = c(139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854)),
  strata = list(a = c(4, 6, 3, 9, 1), n1 = c(23, 36, 31, 40, 18), c = c(11, 9, 11, 3, 7), n2 = c(29, 33, 22, 35, 20)),
  sparse = list(a = c(0, 1, 0, 2, 0, 3, 1, 0, 4, 1), n1 = c(20, 31, 14, 40, 25, 52, 18, 33, 60, 22),
                c = c(1, 0, 0, 3, 2, 5, 0, 1, 6, 2), n2 = c(19, 30, 15, 41, 27, 50, 20, 30, 57, 25))
)

tight <- list(threshold = 1e-13, maxiter = 10000, tol = 1e-13)
# metafor's Fisher scoring stops with an error where rounding keeps it from so small a step: ask for a little less.
steady <- function(f) {
  for (threshold in c(1e-13, 1e-12, 1e-11, 1e-10)) {
    fit <- tryCatch(suppressWarnings(f(modifyList(tight, list(threshold = threshold)))), error = function(e) NULL)
    if (!is.null(fit)) return(fit)
  }
  NULL
}
interval <- function(x) c(x$ci.lb, x$ci.ub)
fit_one <- function(yi, vi, method, test) {
  fit <- steady(function(control) rma(yi, vi, method = method, test = test, control = control))
  if (is.null(fit)) return(NULL)
  p <- predict(fit)
  r <- list(theta = c(fit$beta), se = fit$se, ci = interval(fit), p = fit$pval, tau2 = fit$tau2, i2 = fit$I2,
            h2 = fit$H2, q = fit$QE, q_p = fit$QEp)
  if (method != "FE") r$prediction <- c(p$pi.lb, p$pi.ub)
  if (method %in% c("ML", "REML")) { r$tau2_se <- fit$se.tau2; r$loglik <- c(logLik(fit)) }
  if (method == "REML" && test == "z") {
    ci <- suppressWarnings(confint(fit, control = list(tol = 1e-13, maxiter = 10000, tau2.max = 1e4)))
    r$tau2_ci <- if (is.null(ci$random)) NULL else unname(ci$random["tau^2", c("ci.lb", "ci.ub")])
  }
  r
}
family <- function(yi, vi) {
  methods <- c("FE", "DL", "HE", "HS", "SJ", "PM", "EB", "ML", "REML")
  do.call(c, lapply(methods, function(m) lapply(setNames(c("z", "knha"), paste(m, c("z", "knha"))),
    function(t) fit_one(yi, vi, m, t))))
}
one <- function(d, measure) {
  e <- escalc(measure = measure, xi = d$y, ni = d$n, add = if (measure %in% c("PAS", "PFT")) 0 else 1/2, to = "only0")
  list(yi = c(e$yi), vi = c(e$vi), fits = family(e$yi, e$vi))
}
two <- function(d, measure) {
  add <- if (measure %in% c("AS", "PETO")) 0 else 1/2
  e <- suppressWarnings(escalc(measure = measure, ai = d$a, n1i = d$n1, ci = d$c, n2i = d$n2, add = add, to = "only0"))
  keep <- is.finite(e$yi) & is.finite(e$vi)
  list(yi = c(e$yi)[keep], vi = c(e$vi)[keep], fits = family(e$yi[keep], e$vi[keep]))
}
glmm <- function(d) {
  fit <- suppressWarnings(rma.glmm(measure = "PLO", xi = d$y, ni = d$n, nAGQ = 25,
    control = list(tol = 1e-12, optCtrl = list(maxfun = 1e5))))
  list(theta = c(fit$beta), se = fit$se, tau2 = fit$tau2, i2 = fit$I2)
}
mh <- function(d, measure) {
  fit <- suppressWarnings(rma.mh(measure = measure, ai = d$a, n1i = d$n1, ci = d$c, n2i = d$n2, correct = FALSE))
  list(theta = c(fit$beta), se = fit$se, ci = interval(fit), q = fit$QE, q_p = fit$QEp)
}
peto <- function(d) {
  fit <- suppressWarnings(rma.peto(ai = d$a, n1i = d$n1, ci = d$c, n2i = d$n2))
  list(theta = c(fit$beta), se = fit$se, ci = interval(fit), q = fit$QE, q_p = fit$QEp)
}
exact_or <- function(d) {
  keep <- d$a + d$c > 0
  cells <- array(rbind(d$a, d$c, d$n1 - d$a, d$n2 - d$c)[, keep], c(2, 2, sum(keep)))
  t <- mantelhaen.test(cells, exact = TRUE)
  list(estimate = unname(t$estimate), ci = c(t$conf.int), p = t$p.value)
}

d <- double$bcg
bcg <- escalc(measure = "RR", ai = d$a, n1i = d$n1, ci = d$c, n2i = d$n2)
latitude <- c(44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33)
moderated <- lapply(setNames(nm = c("FE", "DL", "HE", "HS", "SJ", "PM", "EB", "ML", "REML")), function(m)
  lapply(setNames(nm = c("z", "knha")), function(t) {
    fit <- suppressWarnings(rma(bcg$yi, bcg$vi, mods = ~ latitude, method = m, test = t, control = tight))
    list(beta = c(fit$beta), se = fit$se, p = fit$pval, tau2 = fit$tau2, i2 = fit$I2, qm = fit$QM, qm_p = fit$QMp,
         qe = fit$QE, r2 = fit$R2)
  }))
reml <- rma(yi, vi, data = bcg, control = tight)
egger <- lapply(setNames(nm = c("lm", "rma")), function(m) {
  lapply(setNames(nm = c("sei", "vi", "ni", "ninv")), function(x) {
    t <- regtest(reml, model = m, predictor = x)
    list(statistic = t$zval, p = t$pval, limit = if (is.null(t$est)) NULL else t$est, ci = c(t$ci.lb, t$ci.ub)) }) })
rank <- suppressWarnings(ranktest(reml))
fill <- lapply(setNames(nm = c("L0", "R0")), function(e) {
  t <- trimfill(reml, estimator = e); list(k0 = t$k0, theta = c(t$beta), se = t$se, tau2 = t$tau2, side = t$side) })
loo <- leave1out(reml)
inf <- influence(reml)$inf
run <- cumul(reml)
all <- suppressWarnings(gosh(rma(yi, vi, data = bcg[1:6, ], control = tight), progbar = FALSE))
golden <- list(
  made_with = paste("metafor", packageVersion("metafor"), "lme4", packageVersion("lme4")),
  single = single, double = double,
  one_arm = lapply(single, function(d) lapply(setNames(nm = c("PLO", "PFT", "PAS", "PR", "PLN")), function(m) one(d, m))),
  two_arm = lapply(double, function(d) lapply(setNames(nm = c("OR", "RR", "RD", "AS", "PETO")), function(m) two(d, m))),
  glmm = lapply(single, glmm),
  mh = lapply(double, function(d) lapply(setNames(nm = c("OR", "RR", "RD")), function(m) mh(d, m))),
  peto = lapply(double, peto),
  conditional = list(sparse = exact_or(double$sparse)),
  moderated = list(latitude = latitude, fits = moderated),
  egger = egger, rank = list(tau = unname(rank$tau), p = rank$pval), fill = fill,
  gosh = list(theta = all$res$estimate, tau2 = all$res$tau2, member = unname(all$incl) * 1),
  loo = list(theta = loo$estimate, se = loo$se, tau2 = loo$tau2, q = loo$Q),
  cumulative = list(theta = run$estimate, se = run$se, tau2 = run$tau2),
  influence = list(rstudent = inf$rstudent, dffits = inf$dffits, cook = inf$cook.d, hat = inf$hat)
)
write(toJSON(golden, digits = I(15), auto_unbox = TRUE, null = "null", na = "null"), out)
