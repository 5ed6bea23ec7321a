/**
 * Worker processes that are killed, frozen and stopped, and a ledger, kept outside the
 * store, of what they ran.
 */
package io.jobqueue.crash;
