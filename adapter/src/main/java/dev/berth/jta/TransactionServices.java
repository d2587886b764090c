package dev.berth.jta;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * What a transaction manager offers to resources, both of the same manager.
 *
 * @param manager which transaction a thread is in
 * @param registry what a transaction remembers, and whom it tells of its end (Jakarta Transactions 2.0, 4)
 */
public record TransactionServices(TransactionManager manager, TransactionSynchronizationRegistry registry) {}
