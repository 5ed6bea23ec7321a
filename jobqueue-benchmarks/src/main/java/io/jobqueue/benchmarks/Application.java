package io.jobqueue.benchmarks;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** An application with one task. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ Nothing.class, Ended.class })
class Application {

}
