/**
 * Fills a store with jobs in all states, through the contract of stores.
 */
package io.jobqueue.dashboard.dataset;
