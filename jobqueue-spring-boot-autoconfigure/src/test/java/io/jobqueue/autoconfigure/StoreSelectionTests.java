package io.jobqueue.autoconfigure;

import java.time.InstantSource;

import io.jobqueue.JobDispatcher;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

@Tag("process")
class StoreSelectionTests {

	@Test
	void redisIsTheDefault() {
		Contexts.withRedis()
			.run((context) -> assertThat(context).hasSingleBean(RedisStoreBackend.class)
				.hasBean("jobqueueRedisStartCheck")
				.hasSingleBean(JobDispatcher.class));
	}

	@Test
	void memoryIsUsedWhenAskedFor() {
		Contexts.inMemory()
			.run((context) -> assertThat(context).hasSingleBean(StoreBackend.class)
				.hasSingleBean(MemoryStoreBackend.class)
				.doesNotHaveBean("jobqueueRedisStartCheck"));
	}

	@Test
	void memoryIsNeverAFallback() {
		Contexts.jobQueue()
			.run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(NoStoreException.class));
	}

	@Test
	void anApplicationsOwnStoreWins() {
		StoreBackend own = new MemoryStoreBackend(InstantSource.system());
		Contexts.jobQueue()
			.withBean(StoreBackend.class, () -> own)
			.run((context) -> assertThat(context.getBean(StoreBackend.class)).isSameAs(own));
	}

	@Test
	void anApplicationsOwnSerializerAndDispatcherWin() {
		JobSerializer serializer = mock();
		JobDispatcher dispatcher = mock();
		Contexts.inMemory()
			.withBean(JobSerializer.class, () -> serializer)
			.withBean(JobDispatcher.class, () -> dispatcher)
			.run((context) -> {
				assertThat(context.getBean(JobSerializer.class)).isSameAs(serializer);
				assertThat(context.getBean(JobDispatcher.class)).isSameAs(dispatcher);
			});
	}

}
