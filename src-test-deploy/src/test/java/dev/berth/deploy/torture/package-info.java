/** A bank under torture, a crash at every step, and the count of round trips: what is claimed, tried on real servers. */
package dev.berth.deploy.torture;
