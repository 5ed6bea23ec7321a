package io.jobqueue.store;

import java.time.InstantSource;

import io.jobqueue.store.memory.MemoryStoreBackend;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StoreBackendTests {

	private final StoreBackend store = new MemoryStoreBackend(InstantSource.system());

	@Test
	void partIsFoundByItsInterfaceAlsoBehindAnotherBackend() {
		Special special = new Special(this.store);
		assertThat(special.part(Part.class)).isSameAs(special);
		assertThat(new Plain(special).part(Part.class)).isSameAs(special);
	}

	@Test
	void partThatAStoreLacksIsRefusedByName() {
		assertThatExceptionOfType(UnsupportedStorePartException.class).isThrownBy(() -> this.store.part(Part.class))
			.withMessageContainingAll("MemoryStoreBackend", "does not support Part", "jobqueue.store");
		assertThatExceptionOfType(UnsupportedStorePartException.class)
			.isThrownBy(() -> new Plain(this.store).part(Part.class))
			.withMessageContaining("MemoryStoreBackend");
	}

	interface Part {

	}

	private static class Plain extends ForwardingBackend {

		Plain(StoreBackend target) {
			super(target);
		}

	}

	private static final class Special extends Plain implements Part {

		Special(StoreBackend target) {
			super(target);
		}

		@Override
		public <T> T part(Class<T> type) {
			return type.isInstance(this) ? type.cast(this) : super.part(type);
		}

	}

}
