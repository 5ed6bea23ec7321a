package io.jobqueue.dashboard.browser;

import io.jobqueue.dashboard.dataset.TestStores;

class PostgresFlowPageTests extends FlowPageContract {

	PostgresFlowPageTests() {
		super(TestStores.Postgres.class);
	}

}
