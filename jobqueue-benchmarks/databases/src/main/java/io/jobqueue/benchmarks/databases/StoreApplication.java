package io.jobqueue.benchmarks.databases;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application without a worker, which has the store of a database. */
@SpringBootConfiguration
@EnableAutoConfiguration
class StoreApplication {

	static ConfigurableApplicationContext on(DatabaseServer server) {
		return new SpringApplicationBuilder(StoreApplication.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "jobqueue.store=jdbc", "jobqueue.worker.enabled=false",
					"jobqueue.jdbc.initialize-schema=always", "spring.datasource.url=" + server.url(),
					"logging.level.root=warn")
			.run();
	}

}
