/**
 * The server benchmark: one WildFly, one PostgreSQL, and all ways to a connection side by side in that one server. Some
 * of the classes are packed into the application that the server runs, the others drive it from outside.
 */
package dev.berth.deploy.bench;
