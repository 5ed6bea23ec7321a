package io.jobqueue.benchmarks.rqueue;

import com.github.sonus21.rqueue.config.SimpleRqueueListenerContainerFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** An application with one listener, which is started by hand. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(Listener.class)
public class Application {

	@Bean
	SimpleRqueueListenerContainerFactory simpleRqueueListenerContainerFactory() {
		SimpleRqueueListenerContainerFactory factory = new SimpleRqueueListenerContainerFactory();
		factory.setPollingInterval(1);
		factory.setAutoStartup(false);
		return factory;
	}

}
