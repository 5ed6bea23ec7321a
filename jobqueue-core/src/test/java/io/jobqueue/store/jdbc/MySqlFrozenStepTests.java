package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Not part of a usual build: an old server, MySQL 8.0.15, was seen to wait for the rows
 * of a transaction that stands open, and later ones have not been tried.
 */
@EnabledIfSystemProperty(named = "test.versions", matches = "all", disabledReason = "test.versions is not 'all'")
class MySqlFrozenStepTests extends InnoDbFrozenSteps {

	MySqlFrozenStepTests() {
		super(TestBackend.MYSQL, "wait_timeout", "28800");
	}

}
