package io.jobqueue.dashboard.browser;

import io.jobqueue.dashboard.dataset.TestStores;

class RedisFlowPageTests extends FlowPageContract {

	RedisFlowPageTests() {
		super(TestStores.Redis.class);
	}

}
