/** The main job on real input: this build's archives in a WildFly, against a PostgreSQL. */
package dev.berth.deploy;
