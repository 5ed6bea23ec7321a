package io.jobqueue.dashboard.browser;

import io.jobqueue.dashboard.dataset.TestStores;

class PostgresPageTests extends StorePageContract {

	PostgresPageTests() {
		super(TestStores.Postgres.class);
	}

}
