package io.jobqueue.store.memory;

import java.time.InstantSource;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.LimitContractSuite;

class MemoryLimitContractTests extends LimitContractSuite {

	@Override
	protected StoreBackend newBackend() {
		return new MemoryStoreBackend(InstantSource.system());
	}

}
