/** Runs the stress tests, and writes down what they saw. */
package dev.berth.stress;
