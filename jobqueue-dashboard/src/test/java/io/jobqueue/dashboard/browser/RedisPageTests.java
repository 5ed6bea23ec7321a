package io.jobqueue.dashboard.browser;

import io.jobqueue.dashboard.dataset.TestStores;

class RedisPageTests extends StorePageContract {

	RedisPageTests() {
		super(TestStores.Redis.class);
	}

}
