/**
 * The contract of the stores as tests, one class a topic. A back end extends
 * {@link io.jobqueue.store.contract.StoreContractSuite}. Servers have no clock to set:
 * what needs time uses short leases and delays, and polls.
 */
@NullMarked
package io.jobqueue.store.contract;

import org.jspecify.annotations.NullMarked;
