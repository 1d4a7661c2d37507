/// Whether a model that decides yes or no treats groups of people alike: rates per group with their intervals, gaps
/// between groups, and verdicts that say how much the data can bear.
///
/// Definitions: Hardt, Price and Srebro, *Equality of Opportunity in Supervised Learning* (2016); Chouldechova, *Fair
/// prediction with disparate impact* (2017); 29 CFR 1607.4(D) for the four-fifths rule. Intervals: Wilson (1927),
/// Newcombe (1998, method 10), Katz and others (1978).
@NullMarked
package io.sextant.engine.bias;

import org.jspecify.annotations.NullMarked;
